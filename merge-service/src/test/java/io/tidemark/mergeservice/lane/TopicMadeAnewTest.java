package io.tidemark.mergeservice.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.mergeservice.world.Kafka;
import io.tidemark.mergeservice.world.Lab;
import io.tidemark.mergeservice.world.RunningLoop;
import io.tidemark.mergeservice.world.Topic;
import io.tidemark.mergeservice.world.World;
import io.tidemark.protocol.topic.OperationsRecord;
import io.tidemark.protocol.topic.Topics;
import java.util.List;
import org.junit.jupiter.api.Test;

/** MS-7: positions are those of a topic, and not of its name. */
class TopicMadeAnewTest {
    @Test
    void beginsAnewAndKeepsWhatIsMerged_whenTopicIsMadeAnew() {
        // Given
        try (World world = World.own()) {
            String tenant = Lab.aTenant();
            Lab lab = Lab.member(world, tenant, "notes", "d1");
            OperationsRecord merged = lab.push(lab.creation("a", "one"), lab.edit("a", "one", "two"));
            Topic.send(world, List.of(Lab.toRecord(merged), Lab.toRecord(merged), Lab.toRecord(merged)));
            mergeUntil(world, tenant, 2);
            String before = world.ground().epoch();
            new Kafka(world).makeAnew(Topics.OPERATIONS);

            // When: a device that had no answer sends again, and goes on
            Topic.send(world, List.of(Lab.toRecord(merged), Lab.toRecord(lab.push(lab.edit("a", "two", "three")))));
            double restores = mergeUntil(world, tenant, 3);

            // Then
            assertThat(restores).isZero();
            assertThat(world.ground().epoch()).isEqualTo(before);
            assertThat(world.tables.rows("select version, fields ->> 'title' from entity where tenant = ?", tenant))
                    .containsExactly("3|three");
            assertThat(world.tables.rows(
                            "select next_offset from kafka_position where partition = ? order by next_offset",
                            lab.partition()))
                    .as("of the former topic, and of this one")
                    .containsExactly("2", "3");
        }
    }

    /** How often a restore was declared. */
    private static double mergeUntil(World world, String tenant, long logged) {
        try (RunningLoop loop = RunningLoop.start(world)) {
            await().atMost(RunningLoop.LIMIT).until(() -> world.tables.logged(tenant) >= logged);
            loop.awaitReady();
            return loop.count("tidemark.merge.restores") + loop.count("tidemark.merge.position.alarms");
        }
    }
}
