package io.tidemark.gateway.conflicts;

import io.tidemark.gateway.access.Access;
import io.tidemark.gateway.seal.Seal;
import io.tidemark.gateway.store.CopyRange;
import io.tidemark.gateway.store.CopyRange.Which;
import io.tidemark.protocol.json.Json;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where a list of conflict copies goes on, as clients carry it: opaque, and not of their making. */
@Singleton
final class ContinuationCodec {
    private static final String FORM = "c1";

    private final Seal seal;

    ContinuationCodec(Seal seal) {
        this.seal = seal;
    }

    String write(Access access, CopyRange rest) {
        return seal.close(
                FORM,
                List.of(
                        Json.of(access.tenant()),
                        Json.of(access.scope()),
                        Json.of(rest.which().name()),
                        Json.of(rest.type()),
                        Json.of(rest.of()),
                        Json.of(rest.id())));
    }

    /** Empty if it is none of ours, or of another tenant or scope. */
    Optional<CopyRange> read(Access access, String text) {
        return seal.open(FORM, text)
                .filter(items -> items.size() == 6
                        && items.get(0).equals(Json.of(access.tenant()))
                        && items.get(1).equals(Json.of(access.scope())))
                .flatMap(ContinuationCodec::range);
    }

    private static Optional<CopyRange> range(List<Json> items) {
        return items.get(2) instanceof Json.Str(String which)
                        && items.get(3) instanceof Json.Str(String type)
                        && items.get(4) instanceof Json.Str(String of)
                        && items.get(5) instanceof Json.Str(String id)
                ? Arrays.stream(Which.values())
                        .filter(one -> one.name().equals(which))
                        .findFirst()
                        .map(one -> new CopyRange(one, type, of, id))
                : Optional.empty();
    }
}
