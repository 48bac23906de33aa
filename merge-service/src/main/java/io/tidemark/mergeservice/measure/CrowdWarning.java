package io.tidemark.mergeservice.measure;

import io.tidemark.mergeservice.store.CopiedEntity;
import io.tidemark.protocol.json.ContentHash;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.topic.Keys;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What is said of entities with many open conflict copies (MS-12): one line a minute at most, of the worst. Scopes and
 * ids are people's words and do not belong in a log: an entity is told from others by a hash.
 */
public final class CrowdWarning {
    static final Duration QUIET = Duration.ofMinutes(1);
    private static final int HASH_CHARACTERS = 12;

    private final LongSupplier nanoTime;
    private long quietUntil;
    private long unsaid;

    /** @param nanoTime as {@link System#nanoTime} */
    public CrowdWarning(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.quietUntil = nanoTime.getAsLong();
    }

    /** The line to write now, if there is one. */
    public Optional<String> about(Collection<CopiedEntity> crowded) {
        Optional<CopiedEntity> worst = crowded.stream().max(Comparator.comparingInt(CopiedEntity::openCopies));
        if (worst.isEmpty()) {
            return Optional.empty();
        }
        long now = nanoTime.getAsLong();
        if (now - quietUntil < 0) {
            unsaid += crowded.size();
            return Optional.empty();
        }
        String line =
                "an entity of type %s has %s open conflict copies (entity %s; %d more to be told of since the last line)"
                        .formatted(
                                worst.get().entity().entity().type(),
                                count(worst.get().openCopies()),
                                hash(worst.get()),
                                unsaid + crowded.size() - 1);
        quietUntil = now + QUIET.toNanos();
        unsaid = 0;
        return Optional.of(line);
    }

    private static String count(int copies) {
        return copies < CopiedEntity.COUNTED ? Integer.toString(copies) : CopiedEntity.COUNTED + " or more";
    }

    private static String hash(CopiedEntity crowded) {
        String key = Keys.entity(
                crowded.entity().scope().tenant(),
                crowded.entity().scope().scope(),
                crowded.entity().entity());
        return ContentHash.of(Json.of(key)).text().substring(0, HASH_CHARACTERS);
    }
}
