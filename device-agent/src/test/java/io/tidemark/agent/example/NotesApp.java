package io.tidemark.agent.example;

import io.tidemark.agent.AgentConfig;
import io.tidemark.agent.SignOut;
import io.tidemark.agent.SyncStatus;
import io.tidemark.agent.SyncedScope;
import io.tidemark.agent.TidemarkAgent;
import io.tidemark.agent.http.TokenProvider;
import io.tidemark.agent.store.DeadLetter;
import io.tidemark.agent.store.InvalidOperation;
import io.tidemark.agent.store.Query;
import io.tidemark.agent.store.VisibleRow;
import io.tidemark.agent.vault.KeyProvider;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.json.Json;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** Notes that can be read and written without a network. */
public final class NotesApp implements AutoCloseable {
    private static final Query PINNED = Query.of("note")
            .where("pinned", Json.of(true))
            .ascending("title")
            .limit(50)
            .withoutConflictCopies();

    private final TidemarkAgent agent;
    private final SyncedScope notes;

    public NotesApp(Path folder, String user, EntityTypes types, URI gateway, TokenProvider tokens, KeyProvider keys) {
        AgentConfig config = AgentConfig.builder()
                .database(folder.resolve(user + ".db")) // one file for each user
                .account(user)
                .entityTypes(types) // the same declaration as the server's
                .scope("notes:" + user)
                .gateway(gateway)
                .tokens(tokens) // asked before each request
                .keys(keys)
                .encrypt("note", "body")
                .build();
        agent = TidemarkAgent.open(config);
        notes = agent.scope("notes:" + user);
    }

    /** Draws the pinned notes now, and whenever somebody changes them, here or elsewhere. */
    public void show(Consumer<List<VisibleRow>> screen) {
        notes.observe(PINNED).subscribe(new Drawing<>(screen));
    }

    /** @param shown the note as it stood on the screen; empty for a new one */
    public void write(String id, Optional<VisibleRow> shown, String title, String body) {
        try {
            notes.save("note", id, shown, Map.of("title", Json.of(title), "body", Json.of(body)));
        } catch (InvalidOperation e) {
            throw new IllegalArgumentException(
                    "too long to be saved: " + e.reason().slug(), e);
        }
    }

    public void pin(String id) {
        notes.save("note", id, Map.of("pinned", Json.of(true)));
    }

    /** Two notes become one: both edits happen, or neither, here and on the server. */
    public void join(String into, String from) {
        notes.transaction(tx -> {
            String first = text(tx.get("note", into), "body");
            String second = text(tx.get("note", from), "body");
            tx.save("note", into, Map.of("body", Json.of(first + "\n" + second)));
            tx.delete("note", from);
        });
    }

    /** Somebody else had written first, and nobody's words are lost: the user sees both, and chooses. */
    public void settle(VisibleRow copy, boolean mine) {
        if (mine) {
            notes.keepMine(copy.entity());
        } else {
            notes.keepTheirs(copy.entity());
        }
    }

    /** What the server refused, with what can be done about it: try again, other words, a note of its own, or nothing. */
    public void rescue() {
        for (DeadLetter letter : notes.deadLetters()) {
            switch (letter.reason()) {
                case "not-a-member" -> notes.retry(letter.operation().id());
                case "row-missing" -> notes.keepAsCopy(letter.operation().id(), "rescued");
                default -> notes.edit(letter.operation().id(), Map.of("title", Json.of("Shortened")));
            }
        }
    }

    /** "Is everything synced?", in one line. */
    public String status() {
        SyncStatus status = notes.syncStatus();
        if (status.isSynced()) {
            return "All changes are on the server";
        }
        return status.depth() + " changes wait: " + status.waiting();
    }

    /** What is not on the server yet goes into a file, and everything else from the device. */
    public SignOut.Done leave(Path unsent) {
        return agent.signOut(new SignOut.ExportUnsent(unsent));
    }

    @Override
    public void close() {
        agent.close();
    }

    private static String text(Optional<VisibleRow> row, String field) {
        return row.flatMap(shown -> Optional.ofNullable(shown.fields().get(field)))
                .map(value -> value instanceof Json.Str(String text) ? text : "")
                .orElse("");
    }

    /** Any library for reactive streams does this; the agent brings none. */
    private record Drawing<T>(Consumer<T> screen) implements Flow.Subscriber<T> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(T rows) {
            screen.accept(rows);
        }

        @Override
        public void onError(Throwable e) {
            throw new IllegalStateException(e);
        }

        @Override
        public void onComplete() {}
    }
}
