package io.tidemark.merge.batch;

/** The positions that a batch gives out in one scope: ({@code from}, {@code to}]; equal if only marks moved. */
public record Span(long from, long to) {}
