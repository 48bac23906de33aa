package io.tidemark.mergeservice.world;

import io.tidemark.protocol.admission.Submission;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Envelope;
import io.tidemark.protocol.operation.Fingerprint;
import io.tidemark.protocol.operation.Link;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.topic.OperationsRecord;
import io.tidemark.protocol.topic.Reply;
import io.tidemark.protocol.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;

/** A device in one scope that pushes: what a test puts on {@code tidemark.operations}. */
public final class Lab {
    public static final int REPLY = 7;
    public static final String SUBJECT = "alice";

    public final String tenant;
    public final String scope;
    private final String device;
    private long sequence;

    public Lab(String tenant, String scope, String device) {
        this.tenant = tenant;
        this.scope = scope;
        this.device = device;
    }

    /** A tenant that no other test knows. */
    public static String aTenant() {
        return "t-" + UUID.randomUUID();
    }

    /** Makes the subject a member. */
    public static Lab member(World world, String tenant, String scope, String device) {
        world.tables.grant(tenant, scope, SUBJECT);
        return new Lab(tenant, scope, device);
    }

    public Operation creation(String entity, String title) {
        return write(entity, title, new Basis.Nothing());
    }

    public Operation edit(String entity, String seen, String title) {
        return write(entity, title, Basis.Seen.of(Map.of("title", new SeenValue.Value(Json.of(seen)))));
    }

    public Operation deletion(String entity, String seen) {
        return new Operation.Delete(
                new OperationId(UUID.randomUUID()),
                new EntityKey("note", entity),
                1,
                Basis.Seen.of(Map.of("title", new SeenValue.Value(Json.of(seen)))),
                new Precondition.None());
    }

    public Operation write(String entity, String title, Basis basis) {
        return new Operation.Upsert(
                new OperationId(UUID.randomUUID()),
                new EntityKey("note", entity),
                1,
                new TreeMap<>(Map.of("title", Json.of(title))),
                basis,
                new Precondition.None());
    }

    /** The next links of the device's chain. */
    public OperationsRecord push(Operation... operations) {
        List<Submission> submissions = new ArrayList<>();
        for (Operation operation : operations) {
            submissions.add(new Submission.Accepted(
                    operation,
                    Fingerprint.of(OperationCodec.payload(operation)),
                    Envelope.of(new Link(sequence + 1, sequence))));
            sequence++;
        }
        return new OperationsRecord(tenant, scope, SUBJECT, Optional.of(device), submissions);
    }

    public int partition() {
        return partitionOf(tenant, scope);
    }

    public static int partitionOf(String tenant, String scope) {
        byte[] key = io.tidemark.protocol.topic.Keys.scope(tenant, scope).getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(key)) % Topics.OPERATIONS.partitions();
    }

    /** A scope in that lane. */
    public static String scopeIn(String tenant, int partition) {
        for (int i = 0; ; i++) {
            if (partitionOf(tenant, "s" + i) == partition) {
                return "s" + i;
            }
        }
    }

    public static ProducerRecord<byte[], byte[]> toRecord(OperationsRecord push) {
        return toRecord(push, new Reply(REPLY, UUID.randomUUID().toString()).write());
    }

    public static ProducerRecord<byte[], byte[]> toRecord(OperationsRecord push, String reply) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topics.OPERATIONS.name(),
                push.key().getBytes(StandardCharsets.UTF_8),
                CanonicalJson.bytes(push.write()));
        record.headers()
                .add(OperationsRecord.VERSION_HEADER, OperationsRecord.VERSION.getBytes(StandardCharsets.UTF_8))
                .add(OperationsRecord.REPLY_HEADER, reply.getBytes(StandardCharsets.UTF_8));
        return record;
    }
}
