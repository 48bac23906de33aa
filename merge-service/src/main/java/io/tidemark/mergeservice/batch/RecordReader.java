package io.tidemark.mergeservice.batch;

import io.tidemark.merge.batch.Arrival;
import io.tidemark.protocol.admission.Submission;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.topic.OperationsRecord;
import io.tidemark.protocol.topic.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Reads a record, once. Whatever is wrong with it is a value: a lane must not stop for it. */
public final class RecordReader {
    private static final int MOST_VERSION = 16;

    private final EntityTypes types;

    public RecordReader(EntityTypes types) {
        this.types = types;
    }

    public Incoming read(ConsumerRecord<byte[], byte[]> record) {
        Optional<String> version = header(record, OperationsRecord.VERSION_HEADER);
        if (version.isEmpty()) {
            return new Incoming.Poison(record, "the header " + OperationsRecord.VERSION_HEADER + " is missing");
        }
        if (!version.get().equals(OperationsRecord.VERSION)) {
            return new Incoming.Unknown(record, "record version " + printable(version.get()));
        }
        if (record.value() == null) {
            return new Incoming.Poison(record, "there is no value");
        }
        try {
            OperationsRecord content = OperationsRecord.read(JsonReader.read(record.value()));
            byte[] key = content.key().getBytes(StandardCharsets.UTF_8);
            if (!Arrays.equals(record.key(), key)) {
                // Elsewhere than in its scope's lane it would break the order of the scope.
                return new Incoming.Poison(record, "the key is not that of the record's scope");
            }
            return unknownType(content)
                    .<Incoming>map(type -> new Incoming.Unknown(record, type))
                    .orElseGet(() -> new Incoming.Push(record, content, reply(record), Arrival.of(content)));
        } catch (InvalidJson | InvalidShape | IllegalArgumentException e) {
            return new Incoming.Poison(record, String.valueOf(e.getMessage()));
        }
    }

    /** SCHEMA-13: a gateway whose declaration is newer than this service's took it. */
    private Optional<String> unknownType(OperationsRecord content) {
        return content.submissions().stream()
                .filter(Submission.Accepted.class::isInstance)
                .map(submission -> ((Submission.Accepted) submission).operation())
                .filter(operation -> types.find(operation.entity().type())
                        .filter(type -> operation.schema() <= type.schema())
                        .isEmpty())
                .map(operation -> "schema " + operation.entity().type() + ":" + operation.schema())
                .findFirst();
    }

    /** A reply that cannot be read is no fault of the operations: nobody is told, and the operation log has it all. */
    private static Optional<Reply> reply(ConsumerRecord<byte[], byte[]> record) {
        return header(record, OperationsRecord.REPLY_HEADER).flatMap(Reply::parse);
    }

    private static Optional<String> header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }

    private static String printable(String version) {
        String text = version.replaceAll("[^\\x21-\\x7e]", "?");
        return text.substring(0, Math.min(text.length(), MOST_VERSION));
    }
}
