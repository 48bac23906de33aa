package io.tidemark.agent.store;

import io.tidemark.agent.vault.Vault;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * How a database is opened.
 *
 * @param clock for the name of a damaged file
 */
public record DatabaseSettings(
        Path file, Synchronous synchronous, IntegrityCheck check, Vault vault, InstantSource clock) {}
