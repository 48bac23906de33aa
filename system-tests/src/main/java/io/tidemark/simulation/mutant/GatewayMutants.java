package io.tidemark.simulation.mutant;

import io.tidemark.agent.sync.Transport.PushReply;
import io.tidemark.merge.batch.MemberKey;
import io.tidemark.protocol.admission.PushPlan;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.feed.FeedReading;
import io.tidemark.protocol.feed.FeedSight;
import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.http.PushAnswer;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.problem.ProblemType;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.simulation.server.Database;
import io.tidemark.simulation.server.Feed;
import io.tidemark.simulation.server.Gateway;
import io.tidemark.simulation.server.OperationsLog;
import io.tidemark.simulation.world.Parts;
import io.tidemark.simulation.world.Stage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Bugs of the gateway. */
final class GatewayMutants {
    private GatewayMutants() {}

    private interface Making {
        Gateway make(
                Stage stage,
                String name,
                EntityTypes types,
                Database database,
                OperationsLog log,
                Feed feed,
                Runnable appended);
    }

    private static Parts with(Making making) {
        return new Parts() {
            @Override
            public Gateway gateway(
                    Stage stage,
                    String name,
                    EntityTypes types,
                    Database database,
                    OperationsLog log,
                    Feed feed,
                    Runnable appended) {
                return making.make(stage, name, types, database, log, feed, appended);
            }
        };
    }

    private static Parts answering(PageMaking making) {
        return with((stage, name, types, database, log, feed, appended) ->
                new Gateway(stage, name, types, database, log, feed, appended) {
                    @Override
                    protected ChangesPage page(FeedReading reading, FeedSight sight, List<CanonicalRow> rows) {
                        return making.make(super.page(reading, sight, rows), sight);
                    }
                });
    }

    private interface PageMaking {
        ChangesPage make(ChangesPage page, FeedSight sight);
    }

    static Parts saysAppliedBeforeItIs() {
        return with((stage, name, types, database, log, feed, appended) ->
                new Gateway(stage, name, types, database, log, feed, appended) {
                    @Override
                    protected void answer(PushPlan plan, Consumer<PushReply> reply) {
                        List<OperationResult> results = plan.answer().results().stream()
                                .map(result -> result.verdict() instanceof Verdict.Pending
                                        ? new OperationResult(result.operation(), applied())
                                        : result)
                                .toList();
                        reply.accept(new PushReply.Answered(new PushAnswer(plan.epoch(), results)));
                    }
                });
    }

    private static Verdict applied() {
        return new Verdict.Final(
                new Outcome(Status.APPLIED, Optional.empty(), OptionalLong.of(1), OptionalLong.of(0), List.of()),
                false);
    }

    static Parts answersWhoeverAsks() {
        return with((stage, name, types, database, log, feed, appended) ->
                new Gateway(stage, name, types, database, log, feed, appended) {
                    @Override
                    protected boolean mayRead(MemberKey member) {
                        return true;
                    }
                });
    }

    static Parts overlooks(ProblemType problem) {
        return with((stage, name, types, database, log, feed, appended) ->
                new Gateway(stage, name, types, database, log, feed, appended) {
                    @Override
                    protected Optional<ProblemType> resync(FeedReading reading, FeedSight sight) {
                        return super.resync(reading, sight).filter(found -> found != problem);
                    }
                });
    }

    static Parts callsEachPageACheckpoint() {
        return answering((page, sight) ->
                new ChangesPage(page.epoch(), page.from(), page.to(), page.cursor(), true, sight.mark(), page.rows()));
    }

    static Parts goesOnToTheHead() {
        return answering((page, sight) -> page.checkpoint()
                ? page
                : new ChangesPage(
                        page.epoch(),
                        page.from(),
                        sight.head(),
                        page.cursor().replace("|" + page.to() + "|", "|" + sight.head() + "|"),
                        true,
                        sight.mark(),
                        page.rows()));
    }

    static Parts marksTooFar() {
        return answering((page, sight) -> new ChangesPage(
                page.epoch(),
                page.from(),
                page.to(),
                page.cursor(),
                page.checkpoint(),
                page.mark().isPresent() ? OptionalLong.of(page.mark().getAsLong() + 2) : page.mark(),
                page.rows()));
    }

    static Parts forgetsTombstones() {
        return answering((page, sight) -> new ChangesPage(
                page.epoch(),
                page.from(),
                page.to(),
                page.cursor(),
                page.checkpoint(),
                page.mark(),
                page.rows().stream().filter(CanonicalRow.Live.class::isInstance).toList()));
    }
}
