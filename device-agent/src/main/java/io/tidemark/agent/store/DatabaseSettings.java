package io.tidemark.agent.store;

import io.tidemark.agent.vault.Vault;
import io.tidemark.protocol.entity.EntityTypes;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * How a database is opened.
 *
 * @param types the declaration that the app was built with
 * @param clock for the name of a damaged file
 */
public record DatabaseSettings(
        Path file,
        EntityTypes types,
        Synchronous synchronous,
        IntegrityCheck check,
        Vault vault,
        InstantSource clock) {}
