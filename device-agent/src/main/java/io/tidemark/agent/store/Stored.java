package io.tidemark.agent.store;

import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.ResultCodec;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.row.ConflictOrigin;
import io.tidemark.protocol.row.RowCodec;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Texts of the database as values. What is not of our form was not written by us. */
final class Stored {
    private Stored() {}

    static Json.Obj object(String text) {
        try {
            if (JsonReader.read(text) instanceof Json.Obj object) {
                return object;
            }
        } catch (InvalidJson e) {
            throw corrupt(e);
        }
        throw corrupt(null);
    }

    static SortedMap<String, Json> fields(String text) {
        return new TreeMap<>(object(text).members());
    }

    static Operation operation(String payload) {
        try {
            return OperationCodec.operation(object(payload));
        } catch (InvalidShape e) {
            throw corrupt(e);
        }
    }

    static ConflictOrigin conflict(String text) {
        try {
            return RowCodec.readConflict(object(text));
        } catch (InvalidShape e) {
            throw corrupt(e);
        }
    }

    static Outcome outcome(String text) {
        try {
            if (ResultCodec.read(object(text)).verdict() instanceof Verdict.Final(Outcome outcome, boolean ignored)) {
                return outcome;
            }
        } catch (InvalidShape e) {
            throw corrupt(e);
        }
        throw corrupt(null);
    }

    private static StoreFailure corrupt(@Nullable Exception e) {
        return new StoreFailure("the database holds a value that this library did not write", e);
    }
}
