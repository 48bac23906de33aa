package io.tidemark.mergeservice.publish;

import io.tidemark.merge.batch.ScopeKey;
import io.tidemark.merge.batch.Span;
import io.tidemark.mergeservice.store.StoredRow;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.topic.Keys;
import io.tidemark.protocol.topic.RowSpan;
import io.tidemark.protocol.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What a commit did to one scope, as records of {@code tidemark.canonical-rows}:
 *
 * <pre>
 *   rows that stand, published again    span (from, from]      MS-5
 *   rows that changed, by position      span (from, to]
 *   the last of them                    span (from, to] and the marks that moved
 *   if no row carries the span          key = scope, no value, the span
 * </pre>
 */
final class ScopeNews {
    /** Below the topic's {@code max.message.bytes}, with room for key and headers. */
    private static final int LARGEST_ROW = 2_000_000;

    private final ScopeKey scope;
    private final int partition;
    private final Span span;
    private final List<StoredRow> standing = new ArrayList<>();
    private final List<StoredRow> changed = new ArrayList<>();
    private final TreeMap<String, Long> marks = new TreeMap<>();

    /** @param partition the scope's lane */
    ScopeNews(ScopeKey scope, int partition, Span span) {
        this.scope = scope;
        this.partition = partition;
        this.span = span;
    }

    void stands(StoredRow row) {
        standing.add(row);
    }

    /** In the order of positions. */
    void changed(StoredRow row) {
        changed.add(row);
    }

    void marked(String subject, String device, long sequence) {
        marks.merge(RowSpan.markKey(subject, device), sequence, Math::max);
    }

    List<ProducerRecord<byte[], byte[]>> records(String epoch) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        byte[] before = header(epoch, span.from(), span.from(), new TreeMap<>());
        standing.forEach(row -> add(row, before, records));
        byte[] last = header(epoch, span.from(), span.to(), marks);
        byte[] plain = marks.isEmpty() ? last : header(epoch, span.from(), span.to(), new TreeMap<>());
        boolean carried = marks.isEmpty() && span.from() == span.to();
        for (int i = 0; i < changed.size(); i++) {
            boolean isLast = i == changed.size() - 1;
            boolean sent = add(changed.get(i), isLast ? last : plain, records);
            carried |= isLast && sent;
        }
        if (!carried) {
            byte[] key = Keys.scope(scope.tenant(), scope.scope()).getBytes(StandardCharsets.UTF_8);
            records.add(record(key, null, last));
        }
        return records;
    }

    /** A row that is too large for the topic is left out: whoever misses it finds the hole, and asks the feed. */
    private boolean add(StoredRow row, byte[] header, List<ProducerRecord<byte[], byte[]>> records) {
        byte[] value = RowText.of(row);
        if (value.length > LARGEST_ROW) {
            return false;
        }
        String key = Keys.entity(scope.tenant(), scope.scope(), row.state().key());
        records.add(record(key.getBytes(StandardCharsets.UTF_8), value, header));
        return true;
    }

    private ProducerRecord<byte[], byte[]> record(byte[] key, byte @Nullable [] value, byte[] header) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(RowSpan.HEADER, header);
        return new ProducerRecord<>(Topics.CANONICAL_ROWS.name(), partition, key, value, headers);
    }

    private static byte[] header(String epoch, long from, long to, SortedMap<String, Long> marks) {
        return CanonicalJson.bytes(new RowSpan(epoch, from, to, marks).write());
    }
}
