package io.tidemark.simulation.server;

import io.tidemark.agent.sync.Fault;
import io.tidemark.agent.sync.Transport.AskReply;
import io.tidemark.agent.sync.Transport.PullReply;
import io.tidemark.agent.sync.Transport.PushReply;
import io.tidemark.agent.sync.WaitReason;
import io.tidemark.merge.batch.DeviceKey;
import io.tidemark.merge.batch.MemberKey;
import io.tidemark.merge.batch.ScopeKey;
import io.tidemark.protocol.admission.LogView;
import io.tidemark.protocol.admission.LoggedOperation;
import io.tidemark.protocol.admission.PushPlan;
import io.tidemark.protocol.admission.Submission;
import io.tidemark.protocol.admission.SubmissionReader;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.feed.Cursor;
import io.tidemark.protocol.feed.FeedReading;
import io.tidemark.protocol.feed.FeedSight;
import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.http.PushAnswer;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.problem.ProblemType;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.protocol.topic.OperationsRecord;
import io.tidemark.simulation.promise.Happening;
import io.tidemark.simulation.server.Database.Away;
import io.tidemark.simulation.world.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** An instance of the gateway: the real rules at the door, of replay and of the feed; it keeps nothing. */
public class Gateway implements Merger.Listener {
    private static final long APPEND = 5;

    protected final Stage stage;
    protected final String name;
    protected final Database database;
    protected final OperationsLog log;
    private final Feed feed;
    private final Runnable appended;
    private final Map<Place, Waiting> waiting = new HashMap<>();
    private SubmissionReader reader;
    private EntityTypes types;

    /** Until when it asks to be left alone. */
    public long busyUntil;

    private record Place(int lane, long offset) {}

    private record Waiting(Request request, PushPlan plan, Consumer<PushReply> reply) {}

    /** A push as it came in. */
    public record Request(ScopeKey scope, String subject, Push push, long patience) {}

    /** @param appended told that there is something to merge */
    public Gateway(
            Stage stage,
            String name,
            EntityTypes types,
            Database database,
            OperationsLog log,
            Feed feed,
            Runnable appended) {
        this.stage = stage;
        this.name = name;
        this.database = database;
        this.log = log;
        this.feed = feed;
        this.appended = appended;
        this.types = types;
        this.reader = new SubmissionReader(types);
    }

    public final void upgrade(EntityTypes newer) {
        types = newer;
        reader = new SubmissionReader(newer);
    }

    /** Whoever waits for an answer is not answered. */
    public final void restart() {
        stage.trace().note(name, "is killed, and starts");
        waiting.clear();
    }

    public static int lane(ScopeKey scope, int lanes) {
        return Math.floorMod(scope.scope().hashCode(), lanes);
    }

    private Optional<Fault> refusal(MemberKey member) {
        long left = busyUntil - stage.time().now();
        if (left > 0) {
            stage.counts().count("asked to wait");
            return Optional.of(new Fault.Transient(WaitReason.TOO_MANY_REQUESTS, Optional.of(Duration.ofMillis(left))));
        }
        if (!database.isUp) {
            return Optional.of(Fault.because(WaitReason.SERVER_TROUBLE));
        }
        return mayRead(member) ? Optional.empty() : Optional.of(new Fault.NoAccess());
    }

    protected boolean mayRead(MemberKey member) {
        return database.store().isMember(member);
    }

    /** The answer comes later, or never. */
    public final void push(Request request, Consumer<PushReply> reply) {
        Optional<Fault> refusal = refusal(new MemberKey(request.scope(), request.subject()));
        if (refusal.isPresent()) {
            reply.accept(new PushReply.Failed(refusal.get()));
            return;
        }
        if (request.push().operations().size() > Push.MAX_OPERATIONS) {
            reply.accept(new PushReply.Failed(new Fault.Refused(ProblemType.BATCH_TOO_LARGE)));
            return;
        }
        try {
            List<Submission> submissions = reader.readPush(request.push().operations());
            PushPlan plan = plan(submissions, look(request, submissions));
            enqueue(request, plan, reply);
        } catch (InvalidShape invalid) {
            reply.accept(new PushReply.Failed(new Fault.Refused(ProblemType.MALFORMED_REQUEST)));
        }
    }

    protected PushPlan plan(List<Submission> submissions, LogView view) {
        return PushPlan.of(submissions, view);
    }

    private LogView look(Request request, List<Submission> submissions) {
        List<OperationId> ids = submissions.stream().map(Submission::id).toList();
        return database.look(
                request.scope(), request.subject(), Optional.of(request.push().device()), ids);
    }

    protected void enqueue(Request request, PushPlan plan, Consumer<PushReply> reply) {
        if (plan.enqueued().isEmpty()) {
            answer(plan, reply);
            return;
        }
        if (!log.isUp) {
            reply.accept(new PushReply.Failed(Fault.because(WaitReason.SERVER_TROUBLE)));
            return;
        }
        int lane = lane(request.scope(), log.size());
        OperationsRecord record = new OperationsRecord(
                request.scope().tenant(),
                request.scope().scope(),
                request.subject(),
                Optional.of(request.push().device()),
                plan.enqueued());
        Place place = new Place(lane, log.append(lane, Optional.of(record)));
        stage.trace()
                .note(
                        name,
                        "puts on the log",
                        lane,
                        place.offset(),
                        plan.enqueued().size());
        appended.run();
        if (!plan.isPending() || request.patience() == 0) {
            stage.time().in(APPEND, () -> answer(plan, reply));
            return;
        }
        waiting.put(place, new Waiting(request, plan, reply));
        stage.time().in(request.patience(), () -> giveUp(place));
    }

    @Override
    public final void published(int lane, long offset, List<OperationResult> results) {
        Waiting waits = waiting.remove(new Place(lane, offset));
        if (waits == null) {
            return;
        }
        Map<OperationId, Verdict> said = new HashMap<>();
        results.stream()
                .filter(result -> waits.plan().awaited().contains(result.operation()))
                .forEach(result -> said.put(result.operation(), result.verdict()));
        answer(waits.plan().heard(said), waits.reply());
    }

    /** Outcomes are hints: who asked to wait is told what the log says. */
    private void giveUp(Place place) {
        Waiting waits = waiting.remove(place);
        if (waits == null) {
            return;
        }
        try {
            List<Submission> submissions = waits.plan().verdicts().stream()
                    .map(PushPlan.Line::submission)
                    .toList();
            answer(waits.plan().seen(look(waits.request(), submissions)), waits.reply());
        } catch (Away away) {
            answer(waits.plan(), waits.reply());
        }
    }

    protected void answer(PushPlan plan, Consumer<PushReply> reply) {
        reply.accept(new PushReply.Answered(plan.answer()));
    }

    public final AskReply ask(ScopeKey scope, String subject, List<OperationId> ids) {
        Optional<Fault> refusal = refusal(new MemberKey(scope, subject));
        if (refusal.isPresent()) {
            return new AskReply.Failed(refusal.get());
        }
        LogView view = database.look(scope, subject, Optional.empty(), ids);
        List<OperationResult> results = new ArrayList<>();
        for (OperationId id : ids) {
            LoggedOperation logged = view.known().get(id);
            if (logged == null) {
                return new AskReply.Unknown();
            }
            results.add(new OperationResult(id, new Verdict.Final(logged.outcome(), false)));
        }
        return new AskReply.Answered(new PushAnswer(view.epoch(), results));
    }

    /**
     * @param server what it held at that moment, in the reader's form; empty if the page is no checkpoint
     * @param version of the declaration in whose form the rows are
     */
    public record Pulled(PullReply reply, Map<EntityKey, CanonicalRow.Live> server, int version) {
        static Pulled failed(Fault fault) {
            return new Pulled(new PullReply.Failed(fault), Map.of(), 0);
        }
    }

    /** One reading of the feed, in one snapshot. */
    public final Pulled pull(MemberKey member, Optional<String> cursor, String device, int version, int limit) {
        Optional<Fault> refusal = refusal(member);
        if (refusal.isPresent()) {
            return Pulled.failed(refusal.get());
        }
        ScopeKey scope = member.scope();
        Optional<Cursor> place = cursor.map(Cursors::read);
        int form = Math.min(version, types.find("note").orElseThrow().schema());
        FeedReading reading = new FeedReading(scope.tenant(), scope.scope(), place, "note:" + form);
        List<CanonicalRow> ahead = feed.ahead(scope, reading.from(), types, form);
        List<CanonicalRow> rows = ahead.subList(0, Math.min(limit, ahead.size()));
        FeedSight sight = new FeedSight(
                database.ground().epoch(),
                database.store().head(scope),
                database.store().tombstoneFloor(scope),
                OptionalLong.of(database.store()
                        .mark(new DeviceKey(scope, member.subject(), device))
                        .sequence()),
                ahead.size(),
                rows.size(),
                rows.isEmpty() ? 0 : rows.getLast().position(),
                database.isDoubted());
        reading.ahead(sight).ifPresent(at -> database.witnessAhead(scope, at.epoch(), at.position()));
        Optional<ProblemType> resync = resync(reading, sight);
        if (resync.isPresent()) {
            stage.counts().count("resync: " + resync.get().slug());
            return Pulled.failed(new Fault.Resync(resync.get()));
        }
        if (sight.doubted() && sight.head() < 0) {
            stage.counts().count("feed of a restored database, not shown");
            return Pulled.failed(Fault.because(WaitReason.SERVER_TROUBLE));
        }
        ChangesPage page = page(reading, sight, rows);
        stage.promises().tell(new Happening.Answered(member, page));
        boolean whole = page.checkpoint();
        return new Pulled(new PullReply.Page(page, false), whole ? feed.live(scope, types, form) : Map.of(), form);
    }

    protected Optional<ProblemType> resync(FeedReading reading, FeedSight sight) {
        return reading.resync(sight);
    }

    protected ChangesPage page(FeedReading reading, FeedSight sight, List<CanonicalRow> rows) {
        FeedReading.Page page = reading.page(sight);
        return new ChangesPage(
                sight.epoch(),
                page.from(),
                page.next().position(),
                Cursors.write(page.next()),
                page.checkpoint(),
                page.mark(),
                rows);
    }
}
