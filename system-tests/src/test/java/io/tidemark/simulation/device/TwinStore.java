package io.tidemark.simulation.device;

import io.tidemark.agent.store.OpenTransaction;
import io.tidemark.agent.store.OperationQueue;
import io.tidemark.agent.store.VisibleRow;
import io.tidemark.agent.sync.Instruction;
import io.tidemark.agent.sync.Reader;
import io.tidemark.agent.sync.StoredWait;
import io.tidemark.agent.sync.Window;
import io.tidemark.agent.sync.Window.Slot;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.problem.ProblemType;
import io.tidemark.simulation.device.ScopeRows.Letter;
import io.tidemark.simulation.promise.Broken;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The model of a device's tables, and beside it the agent's own store over SQLite, which is told the same. After each
 * call both must have answered the same, and hold the same. What the world goes on with is the model's answer.
 */
final class TwinStore extends DeviceStore implements AutoCloseable {
    private final Drawn<OperationId> drawn;
    private final RealStore real;
    private final Tables tables;
    private final Map<String, TreeSet<EntityKey>> met = new TreeMap<>();
    private final List<Consumer<OpenTransaction>> drafted = new ArrayList<>();
    private int drawnForDrafts;

    private TwinStore(
            EntityTypes types, Drawn<String> devices, Drawn<OperationId> drawn, Departures departures, Path file) {
        super(types, devices::draw, drawn::draw, departures);
        this.drawn = drawn;
        this.real = new RealStore(file, types, devices::drawAgain, drawn::drawAgain);
        this.tables = new Tables(file);
    }

    static TwinStore over(
            Path file, EntityTypes types, Supplier<String> devices, Supplier<OperationId> ids, Departures departures) {
        return new TwinStore(types, new Drawn<>(devices), new Drawn<>(ids), departures, file);
    }

    private void same(String what, Object model, Object sqlite) {
        if (!model.equals(sqlite)) {
            throw new Broken(
                    "model",
                    "the model of the tables does as SQLite's store does",
                    what + ": the model has " + model + ", SQLite " + sqlite);
        }
    }

    private void compare(String what, String scope) {
        drawn.clear();
        TreeSet<EntityKey> all = met.computeIfAbsent(scope, ignored -> new TreeSet<>());
        all.addAll(known(scope));
        List<EntityKey> shown = new ArrayList<>();
        for (EntityKey entity : all) {
            Optional<VisibleRow> visible = visible(scope, entity);
            visible.ifPresent(row -> shown.add(entity));
            same(what + ", " + entity.id(), visible, real.rows.get(scope, entity));
        }
        List<String> model = Tables.of(rows(scope), shown);
        List<String> sqlite = tables.of(scope);
        if (!model.equals(sqlite)) {
            List<String> only = new ArrayList<>(model);
            only.removeAll(sqlite);
            List<String> other = new ArrayList<>(sqlite);
            other.removeAll(model);
            same(what, only, other);
            same(what, model, sqlite);
        }
        same(what, reader(scope), real.feed.reader(scope));
    }

    /** What answers nothing: what it has done is compared. */
    private void both(String what, String scope, Runnable model, Runnable sqlite) {
        model.run();
        sqlite.run();
        compare(what, scope);
    }

    @Override
    public void follow(String scope) {
        both("follow", scope, () -> super.follow(scope), () -> real.queue.follow(List.of(scope)));
    }

    @Override
    public void upgrade(EntityTypes newer) {
        super.upgrade(newer);
        real.reopen(newer);
        scopes.keySet().forEach(scope -> compare("upgrade", scope));
    }

    @Override
    public Optional<Operation> save(String scope, EntityKey entity, Map<String, Json> values) {
        drawn.clear();
        Optional<Operation> made = super.save(scope, entity, values);
        same("save", made.map(Operation::id), real.edits.save(scope, entity, values));
        compare("save", scope);
        return made;
    }

    @Override
    public Optional<Operation> delete(String scope, EntityKey entity) {
        drawn.clear();
        Optional<Operation> made = super.delete(scope, entity);
        same("delete", made.map(Operation::id), real.edits.delete(scope, entity));
        compare("delete", scope);
        return made;
    }

    @Override
    public List<Operation> transaction(String scope, List<Edit> edits) {
        drawn.clear();
        drafted.clear();
        drawnForDrafts = 0;
        List<Operation> made = super.transaction(scope, edits);
        if (drawn.size() > drawnForDrafts) {
            // The model names the transaction after it has taken its operations apart, the agent before.
            drawn.moveLastTo(drawnForDrafts);
        }
        List<OperationId> stored = real.edits.transaction(scope, open -> drafted.forEach(draft -> draft.accept(open)));
        same("transaction", made.stream().map(Operation::id).toList(), stored);
        compare("transaction", scope);
        return made;
    }

    @Override
    public Optional<Operation> draft(String scope, EntityKey entity, Map<String, Json> values) {
        Optional<Operation> made = super.draft(scope, entity, values);
        drafted.add(open -> open.save(entity.type(), entity.id(), values));
        drawnForDrafts = drawn.size();
        return made;
    }

    @Override
    public Optional<Operation> draftDelete(String scope, EntityKey entity) {
        Optional<Operation> made = super.draftDelete(scope, entity);
        drafted.add(open -> open.delete(entity.type(), entity.id()));
        drawnForDrafts = drawn.size();
        return made;
    }

    @Override
    public Optional<Outgoing> take(String scope, int most) {
        drawn.clear();
        Optional<Outgoing> outgoing = super.take(scope, most);
        Optional<OperationQueue.Outgoing> sent = real.queue.take(scope, most);
        same("take", outgoing.map(Outgoing::window), sent.map(OperationQueue.Outgoing::window));
        same("take", outgoing.map(Outgoing::push).map(TwinStore::untraced), sent.map(push -> untraced(push.push())));
        compare("take", scope);
        return outgoing;
    }

    /** The model has no traces. */
    private static Push untraced(Push push) {
        return new Push(
                push.device(),
                push.operations().stream()
                        .<Json>map(operation -> {
                            TreeMap<String, Json> members = new TreeMap<>(((Json.Obj) operation).members());
                            members.remove("traceparent");
                            return Json.Obj.of(members);
                        })
                        .toList());
    }

    @Override
    public void remember(String scope, Instruction.RememberWait wait, long wall) {
        super.remember(scope, wait, wall);
        real.wall = wall;
        real.waits.remember(scope, wait.delay(), wait.quiet(), wait.failures(), wait.reason());
        same("remember", super.storedWait(scope, wall), real.waits.stored(scope));
    }

    @Override
    public StoredWait storedWait(String scope, long wall) {
        real.wall = wall;
        StoredWait stored = super.storedWait(scope, wall);
        same("stored wait", stored, real.waits.stored(scope));
        return stored;
    }

    @Override
    public void storeOutcomes(String scope, Window window, String epoch, List<OperationResult> outcomes) {
        both(
                "outcomes",
                scope,
                () -> super.storeOutcomes(scope, window, epoch, outcomes),
                () -> real.queue.store(scope, window, epoch, outcomes));
    }

    @Override
    public void relink(String scope, Slot slot, long previous) {
        both("relink", scope, () -> super.relink(scope, slot, previous), () -> real.queue.relink(slot, previous));
    }

    @Override
    public void countRefusal(String scope, Slot slot) {
        both("refusal", scope, () -> super.countRefusal(scope, slot), () -> real.queue.countRefusal(slot));
    }

    @Override
    public void setAside(String scope, Slot slot, ProblemType problem) {
        both(
                "set aside",
                scope,
                () -> super.setAside(scope, slot, problem),
                () -> real.queue.setAside(scope, slot, problem));
    }

    @Override
    public void takeNewDevice(String forked) {
        super.takeNewDevice(forked);
        real.queue.takeNewDevice(forked);
        scopes.keySet().forEach(scope -> compare("new device", scope));
    }

    @Override
    public Optional<OperationId> retryLetter(String scope) {
        drawn.clear();
        Optional<OperationId> letter = rows(scope).letters.stream()
                .map(Letter::entry)
                .filter(entry -> entry.transaction().isEmpty())
                .map(Entry::id)
                .findFirst();
        Optional<OperationId> again = super.retryLetter(scope);
        same("retry", again, letter.flatMap(id -> real.letters.retry(scope, id)));
        compare("retry", scope);
        return again;
    }

    @Override
    public List<OperationId> discardLetter(String scope) {
        List<OperationId> given = super.discardLetter(scope);
        same("discard", given.size(), real.letters.discard(scope, given.getFirst()));
        compare("discard", scope);
        return given;
    }

    @Override
    public void stage(String scope, Reader asked, ChangesPage page) {
        both("stage", scope, () -> super.stage(scope, asked, page), () -> real.feed.stage(scope, asked, page));
    }

    @Override
    public void startOver(String scope) {
        both("start over", scope, () -> super.startOver(scope), () -> real.feed.startOver(scope));
    }

    @Override
    public boolean apply(String scope, Reader asked, ChangesPage page) {
        boolean missing = super.apply(scope, asked, page);
        same("apply", missing, real.feed.apply(scope, asked, page));
        compare("apply", scope);
        return missing;
    }

    @Override
    public void applyPart(String scope, Reader asked, ChangesPage page) {
        both(
                "apply a part",
                scope,
                () -> super.applyPart(scope, asked, page),
                () -> real.feed.applyPart(scope, asked, page));
    }

    @Override
    public void revoke(String scope) {
        both("revoke", scope, () -> super.revoke(scope), () -> real.feed.revoke(scope));
    }

    @Override
    public void close() {
        tables.close();
        real.close();
    }
}
