package io.tidemark.merge;

import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.protocol.json.ContentHash;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.Change;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.EntityTag;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.operation.TransactionPart;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** Operations with defaults: {@code edit("title", "new").seeing("title", "old").upsert()}. */
public final class OperationFixture {
    public static final EntityKey NOTE = new EntityKey("note", "n1");
    public static final EntityTypes TYPES = EntityTypesFile.parse("test.yaml", """
            types:
              note:
                fields:
                  title: { type: string }
                  body: { type: string }
                  pinned: { type: json, policy: last-writer }
                  likes: { type: integer, policy: counter }
                  tags: { type: strings, policy: add-wins-set }
                  text: { type: string, policy: text }
            """);
    public static final EntityType TYPE = TYPES.find("note").orElseThrow();
    public static final String EPOCH = "epoch-1";

    private final TreeMap<String, Json> fields = new TreeMap<>();
    private final TreeMap<String, Change> changes = new TreeMap<>();
    private final TreeMap<String, SeenValue> seen = new TreeMap<>();
    private OperationId id = new OperationId(new UUID(0x7000, 1));
    private EntityKey entity = NOTE;
    private Basis basis = new Basis.Nothing();
    private Precondition precondition = new Precondition.None();
    private Optional<TransactionPart> transaction = Optional.empty();

    public static OperationFixture anOperation() {
        return new OperationFixture();
    }

    public OperationFixture id(long number) {
        id = new OperationId(new UUID(0x7000, number));
        return this;
    }

    public OperationFixture on(EntityKey key) {
        entity = key;
        return this;
    }

    public OperationFixture set(String field, String value) {
        fields.put(field, Json.of(value));
        return this;
    }

    public OperationFixture seeing(String field, String value) {
        return seeing(field, new SeenValue.Value(Json.of(value)));
    }

    public OperationFixture seeingHash(String field, String value) {
        return seeing(field, new SeenValue.Hashed(ContentHash.of(Json.of(value))));
    }

    public OperationFixture seeingAbsent(String field) {
        return seeing(field, new SeenValue.Absent());
    }

    private OperationFixture seeing(String field, SeenValue value) {
        seen.put(field, value);
        basis = new Basis.Seen(seen);
        return this;
    }

    public OperationFixture base(long version) {
        basis = new Basis.BaseVersion(version);
        return this;
    }

    public OperationFixture ifMatch(EntityTag... tags) {
        precondition = new Precondition.Matches(List.of(tags));
        return this;
    }

    public OperationFixture ifMissing() {
        precondition = new Precondition.Missing();
        return this;
    }

    public OperationFixture ifExists() {
        precondition = new Precondition.Exists();
        return this;
    }

    public OperationFixture increment(String field, long by) {
        changes.put(field, new Change.Increment(by));
        return this;
    }

    public OperationFixture putIn(String field, String... elements) {
        changes.put(field, new Change.Elements(new TreeSet<>(Set.of(elements)), new TreeSet<>(), 0));
        return this;
    }

    /** @param seenVersion of the row beneath the author's screen */
    public OperationFixture takeOut(String field, long seenVersion, String... elements) {
        changes.put(field, new Change.Elements(new TreeSet<>(), new TreeSet<>(Set.of(elements)), seenVersion));
        return this;
    }

    /** In the transaction of that number. */
    public OperationFixture part(long number, int place, int size) {
        transaction = Optional.of(new TransactionPart(transaction(number), place, size));
        return this;
    }

    public static UUID transaction(long number) {
        return new UUID(0x7100, number);
    }

    public Operation upsert() {
        return new Operation.Upsert(id, entity, 1, fields, changes, basis, precondition, transaction);
    }

    public Operation delete() {
        return new Operation.Delete(id, entity, 1, basis, precondition, transaction);
    }
}
