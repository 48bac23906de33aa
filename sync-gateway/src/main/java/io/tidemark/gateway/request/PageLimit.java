package io.tidemark.gateway.request;

import io.tidemark.gateway.answer.Refusal;
import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** The {@code limit} of a page. */
public final class PageLimit {
    private static final int MAX_DIGITS = 9;

    private PageLimit() {}

    /** From 1 to {@link ChangesPage#MAX_LIMIT}; more is taken as that. */
    public static int of(@Nullable String text) {
        return of(text, ChangesPage.DEFAULT_LIMIT, ChangesPage.MAX_LIMIT);
    }

    /** From 1 to {@code most}; more is taken as that. */
    public static int of(@Nullable String text, int unsaid, int most) {
        if (text == null) {
            return unsaid;
        }
        if (!text.chars().allMatch(c -> c >= '0' && c <= '9') || text.chars().allMatch(c -> c == '0')) {
            throw new Refusal(ProblemType.INVALID_PARAMETER, "'limit' is a whole number of at least 1");
        }
        return text.length() > MAX_DIGITS ? most : Math.min(Integer.parseInt(text), most);
    }
}
