package io.tidemark.agent.platform;

import io.tidemark.agent.sync.WaitReason;

/**
 * What an app asks of the surroundings before anything is sent or fetched; a network there must be in any case.
 *
 * @param unmetered only over a network that costs nothing
 * @param batteryNotLow not while the battery is low
 */
public record Constraints(boolean unmetered, boolean batteryNotLow) {
    /** Any network, any battery. */
    public static final Constraints NONE = new Constraints(false, false);

    /** @return why nothing may begin now; {@code NONE} if it may */
    public WaitReason hindrance(Conditions conditions) {
        if (conditions.network() == Network.NONE) {
            return WaitReason.OFFLINE;
        }
        if (unmetered && conditions.network() == Network.METERED) {
            return WaitReason.METERED;
        }
        return batteryNotLow && conditions.batteryLow() ? WaitReason.BATTERY_LOW : WaitReason.NONE;
    }
}
