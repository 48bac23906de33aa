package io.tidemark.simulation.promise;

import io.tidemark.merge.batch.LogEntry;
import io.tidemark.merge.batch.MemberKey;
import io.tidemark.protocol.outcome.Status;
import java.util.HashSet;
import java.util.Set;

/** G8: nothing of a scope is read by anyone, and nothing merged of anyone, who is no member at that moment. */
final class Isolation extends Promise {
    private final Set<MemberKey> members = new HashSet<>();

    @Override
    public String id() {
        return "G8";
    }

    @Override
    public String words() {
        return "whoever is no member reads nothing, changes nothing, and keeps nothing";
    }

    @Override
    protected void on(Happening happening) {
        if (happening instanceof Happening.Membership(MemberKey member, boolean present)) {
            if (present) {
                members.add(member);
            } else {
                members.remove(member);
            }
        } else if (happening instanceof Happening.Answered answered) {
            require(members.contains(answered.reader()), () -> answered.reader() + " is no member, and was answered");
        } else if (happening instanceof Happening.Committed committed) {
            committed.plan().log().forEach(this::look);
        }
    }

    private void look(LogEntry entry) {
        MemberKey author = new MemberKey(entry.key().scope(), entry.subject());
        require(
                entry.outcome().status() == Status.REJECTED || members.contains(author),
                () -> author + " is no member, and " + entry.key().operation() + " took effect");
    }

    @Override
    protected void atRest(Rest rest) {
        rest.devices().stream()
                .filter(each -> !each.isMember())
                .forEach(each -> require(
                        each.rows().canonical.isEmpty(),
                        () -> each.device() + " is no member of " + each.scope().scope() + ", and has rows of it"));
    }
}
