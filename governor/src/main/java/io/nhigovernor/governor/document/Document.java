package io.nhigovernor.governor.document;

/** An applied document (placeholder of the seam while the reader is built beside it). */
public interface Document {}
