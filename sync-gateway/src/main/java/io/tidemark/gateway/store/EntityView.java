package io.tidemark.gateway.store;

import io.tidemark.gateway.row.StoredRow;
import java.util.Optional;

/** An entity as it stood in one snapshot; empty if it was never made, or purged. */
public record EntityView(String epoch, Optional<StoredRow> row) {}
