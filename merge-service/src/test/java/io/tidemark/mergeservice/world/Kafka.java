package io.tidemark.mergeservice.world;

import io.tidemark.merge.lane.CommitNote;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/** What the merge's group has committed, and the hands of an operator. */
public final class Kafka {
    private static final String GROUP = "tidemark.merge";

    private final World world;

    public Kafka(World world) {
        this.world = world;
    }

    private interface Question<T> {
        KafkaFuture<T> put(Admin admin);
    }

    private <T> T ask(Question<T> question) {
        try (Admin admin = Admin.create(world.kafka())) {
            return question.put(admin).get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private OffsetAndMetadata offset(TopicPartition lane) {
        return Objects.requireNonNull(
                ask(admin -> admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata())
                        .get(lane));
    }

    public long committed(TopicPartition lane) {
        return offset(lane).offset();
    }

    public Optional<CommitNote> note(TopicPartition lane) {
        return CommitNote.read(offset(lane).metadata());
    }

    /** While no instance runs. */
    public void commit(TopicPartition lane, long offset, String note) {
        ask(admin -> admin.alterConsumerGroupOffsets(GROUP, Map.of(lane, new OffsetAndMetadata(offset, note)))
                .all());
    }

    /** While no instance runs. */
    public void forget(TopicPartition lane) {
        ask(admin ->
                admin.deleteConsumerGroupOffsets(GROUP, java.util.Set.of(lane)).all());
    }

    /** As retention does. */
    public void deleteBefore(TopicPartition lane, long offset) {
        ask(admin -> admin.deleteRecords(Map.of(lane, RecordsToDelete.beforeOffset(offset)))
                .all());
    }

    /** As an operator does who wants to begin with an empty log. */
    public void makeAnew(io.tidemark.protocol.topic.Topic topic) {
        ask(admin -> admin.deleteTopics(List.of(topic.name())).all());
        Awaitility.await("the topic is gone")
                .atMost(RunningLoop.LIMIT)
                .until(() -> !ask(admin -> admin.listTopics().names()).contains(topic.name()));
        ask(admin -> admin.createTopics(
                        List.of(new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.config())))
                .all());
    }
}
