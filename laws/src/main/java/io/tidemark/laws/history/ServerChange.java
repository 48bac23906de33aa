package io.tidemark.laws.history;

import io.tidemark.merge.batch.MemberKey;
import io.tidemark.merge.memory.MemoryStore;
import java.util.Optional;

/** What changes the store beside operations. */
public sealed interface ServerChange {
    record Admitted(MemberKey member) implements ServerChange {}

    record Revoked(MemberKey member) implements ServerChange {}

    record LogDropped() implements ServerChange {}

    record TombstonesDropped() implements ServerChange {}

    default Optional<Fault> fault() {
        return switch (this) {
            case Admitted ignored -> Optional.empty();
            case Revoked ignored -> Optional.of(Fault.MEMBERSHIP_REVOKED);
            case LogDropped() -> Optional.of(Fault.LOG_DROPPED);
            case TombstonesDropped() -> Optional.of(Fault.TOMBSTONES_DROPPED);
        };
    }

    default void make(MemoryStore store) {
        switch (this) {
            case Admitted(MemberKey member) -> store.admit(member);
            case Revoked(MemberKey member) -> store.revoke(member);
            case LogDropped() -> store.dropLog();
            case TombstonesDropped() -> store.dropTombstones();
        }
    }
}
