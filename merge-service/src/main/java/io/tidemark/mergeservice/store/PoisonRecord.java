package io.tidemark.mergeservice.store;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record that can never be merged, kept as it came, and why. */
public record PoisonRecord(ConsumerRecord<byte[], byte[]> record, String error) {}
