package io.nhigovernor.governor.document;

import io.nhigovernor.governor.plan.Document;

/** A document that read, and the tree it was read from. */
record LocatedDocument(Document document, Node root) {}
