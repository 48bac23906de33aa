package io.tidemark.mergeservice.batch;

import io.tidemark.merge.batch.Arrival;
import io.tidemark.mergeservice.store.PoisonRecord;
import io.tidemark.protocol.admission.Transactions;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.topic.OperationsRecord;
import io.tidemark.protocol.topic.Reply;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a record of {@code tidemark.operations} turned out to be. */
public sealed interface Incoming {
    ConsumerRecord<byte[], byte[]> record();

    /**
     * One push of one device.
     *
     * @param reply the request that may be waiting for the outcomes of this record, and of no other
     * @param arrivals its operations, in their order
     */
    record Push(
            ConsumerRecord<byte[], byte[]> record,
            OperationsRecord content,
            Optional<Reply> reply,
            List<Arrival> arrivals)
            implements Incoming {
        public Push {
            arrivals = List.copyOf(arrivals);
        }

        /** What is decided together: each operation that stands alone, each transaction. */
        List<Push> units() {
            try {
                return Transactions.units(
                                arrivals, arrival -> arrival.submission().transaction())
                        .stream()
                        .map(unit -> new Push(record, content, reply, unit))
                        .toList();
            } catch (InvalidShape torn) {
                throw new IllegalStateException("a record that was read holds whole transactions", torn);
            }
        }

        Push refused(Reason reason) {
            return new Push(
                    record,
                    content,
                    reply,
                    arrivals.stream().map(arrival -> arrival.refused(reason)).toList());
        }
    }

    /** It can never be read, by no version of this service. */
    record Poison(ConsumerRecord<byte[], byte[]> record, String error) implements Incoming {
        public PoisonRecord toKeep() {
            return new PoisonRecord(record, error);
        }
    }

    /**
     * MS-6: of a form or of a schema that a newer instance of this service knows; to be left where it is.
     *
     * @param what is not known here
     */
    record Unknown(ConsumerRecord<byte[], byte[]> record, String what) implements Incoming {}
}
