package io.tidemark.agent.platform;

/** What a device can say of its network and its power at one moment. */
public record Conditions(Network network, boolean batteryLow) {
    /** A device of which nothing is known that would hinder anybody. */
    public static final Conditions GOOD = new Conditions(Network.UNMETERED, false);
}
