package io.nhigovernor.testkit.servers;

/** Whether a server can be had on this machine. */
public sealed interface Finding<S> {
    record Found<S>(S server) implements Finding<S> {}

    /**
     * @param what the server that is missing, with what was found instead
     * @param remedy what a person does to have it
     */
    record Missing<S>(String what, String remedy) implements Finding<S> {}
}
