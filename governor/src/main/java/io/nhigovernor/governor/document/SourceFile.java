package io.nhigovernor.governor.document;

/** A file as it was sent: the name is shown in problems; {@code .json}, {@code .yaml} and {@code .yml} say what it is. */
public record SourceFile(String name, byte[] text) {}
