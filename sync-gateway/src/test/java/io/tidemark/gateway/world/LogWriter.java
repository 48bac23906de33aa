package io.tidemark.gateway.world;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.ContentHash;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.FateCodec;
import io.tidemark.protocol.outcome.FieldFate;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lines of the operation log, each a second after the one before. */
public final class LogWriter {
    private final Database database;
    private final TestScope scope;
    private int lines;

    public LogWriter(Database database, TestScope scope) {
        this.database = database;
        this.scope = scope;
    }

    /** A line of an operation on that note. */
    public Line line(String entity) {
        lines++;
        return new Line(entity, lines);
    }

    public final class Line {
        private final String entity;
        private final int number;
        private final OperationId id = new OperationId(UUID.randomUUID());
        private final TreeMap<String, FieldFate> fates = new TreeMap<>();
        private String subject = "alice";
        private String device = "d1";
        private @Nullable String trace;
        private String fingerprint = ContentHash.of(Json.NULL).text();
        private OperationId operation = id;

        private Line(String entity, int number) {
            this.entity = entity;
            this.number = number;
        }

        public Line by(String someone, String somewhere) {
            subject = someone;
            device = somewhere;
            return this;
        }

        public Line of(UUID known, String print) {
            operation = new OperationId(known);
            fingerprint = print;
            return this;
        }

        public Line traced(String traceparent) {
            trace = traceparent;
            return this;
        }

        public Line fate(String field, FieldFate fate) {
            fates.put(field, fate);
            return this;
        }

        public OperationId applied(long version, long position) {
            return write(Status.APPLIED, null, version, position);
        }

        public OperationId appliedWithoutEffect(long version) {
            return write(Status.APPLIED, null, version, null);
        }

        public OperationId merged(Reason reason, long version, long position) {
            return write(Status.MERGED, reason, version, position);
        }

        public OperationId conflict(Reason reason, long version, long position, String... copies) {
            return write(Status.CONFLICT, reason, version, position, copies);
        }

        /** Where there is no row. */
        public OperationId conflict(Reason reason, String... copies) {
            return write(Status.CONFLICT, reason, null, (long) number, copies);
        }

        public OperationId rejected(Reason reason) {
            return write(Status.REJECTED, reason, null, null);
        }

        private OperationId write(
                Status status,
                @Nullable Reason reason,
                @Nullable Long version,
                @Nullable Long position,
                String... copies) {
            database.run(
                    """
                    insert into operation_log (tenant, scope, operation_id, fingerprint, subject, device, sequence, type,
                                               entity, status, reason, version, position, conflict_copies, decided_at,
                                               fates, trace)
                    values (?, ?, ?, ?, ?, ?, ?, 'note', ?, ?, ?, ?, ?, ?,
                            timestamptz '2026-11-22 10:00:00Z' + ? * interval '1 second', ?::jsonb, ?)
                    """,
                    scope.tenant(),
                    scope.scope(),
                    operation.uuid(),
                    fingerprint,
                    subject,
                    device,
                    (long) number,
                    entity,
                    status.slug(),
                    reason == null ? null : reason.slug(),
                    version,
                    position,
                    copies,
                    number,
                    fates.isEmpty() ? null : CanonicalJson.write(FateCodec.write(fates)),
                    trace);
            return operation;
        }
    }
}
