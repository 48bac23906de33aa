package io.tidemark.simulator.oracle;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.protocol.row.RowCodec;

/** The form in which rows of devices and server are compared: the canonical JSON of the protocol's row. */
public final class Shown {
    private Shown() {}

    public static String of(CanonicalRow.Live row) {
        Json json = RowCodec.write(row);
        return CanonicalJson.write(json);
    }
}
