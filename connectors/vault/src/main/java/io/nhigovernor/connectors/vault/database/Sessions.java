package io.nhigovernor.connectors.vault.database;

/**
 * Sessions of one role that are open now and look alike.
 *
 * @param application as the client calls itself
 * @param address whence; {@code not told} where the governor may not see it
 */
record Sessions(long count, String application, String address) {
    String told() {
        return count + " of " + (application.isEmpty() ? "an application without name" : application) + " from "
                + address;
    }
}
