package io.tidemark.gateway.request;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The {@code Prefer} header (RFC 7240), of which {@code wait} is understood; what is not understood is ignored. */
public final class Prefer {
    public static final Duration MOST = Duration.ofSeconds(10);

    private static final String WAIT = "wait=";
    private static final int MAX_DIGITS = 9;

    private Prefer() {}

    /**
     * @param headers all values of the header
     * @param otherwise if there is no {@code wait}; of several, the first counts
     * @return at most {@link #MOST}
     */
    public static Duration wait(List<String> headers, Duration otherwise) {
        return wait(headers, otherwise, MOST);
    }

    /** @param most what is asked beyond it is as if it were asked */
    public static Duration wait(List<String> headers, Duration otherwise, Duration most) {
        for (String header : headers) {
            for (String preference : header.split("[,;]", -1)) {
                String text = preference.strip().toLowerCase(Locale.ROOT).replace("\"", "");
                if (text.startsWith(WAIT) && isNumber(text.substring(WAIT.length()))) {
                    return shorter(Duration.ofSeconds(Long.parseLong(text.substring(WAIT.length()))), most);
                }
            }
        }
        return otherwise;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Duration shorter(Duration wait, Duration most) {
        return wait.compareTo(most) < 0 ? wait : most;
    }
}
