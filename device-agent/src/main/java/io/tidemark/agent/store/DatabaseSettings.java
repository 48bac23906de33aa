package io.tidemark.agent.store;

import io.tidemark.agent.vault.Vault;
import io.tidemark.protocol.entity.EntityTypes;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How a database is opened.
 *
 * @param types the declaration that the app was built with
 * @param account whose data the file holds; empty if that is not checked
 * @param clock for the name of a damaged file
 */
public record DatabaseSettings(
        Path file,
        EntityTypes types,
        Optional<String> account,
        Synchronous synchronous,
        IntegrityCheck check,
        Vault vault,
        InstantSource clock) {}
