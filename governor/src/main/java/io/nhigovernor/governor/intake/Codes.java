package io.nhigovernor.governor.intake;

import io.nhigovernor.governor.wire.Fields;

/** The stable codes of what can be wrong with a delivery; they belong to the API's family. */
final class Codes {
    static final String BAD_JSON = "A4001";
    static final Fields.Codes FIELDS = new Fields.Codes("A4003", "A4004", "A4005");
    static final String FOREIGN_SOURCE = "A4031";
    static final String FOREIGN_IDENTITY = "A4032";
    static final String INFLATES_TOO_LARGE = "A4131";
    static final String WRONG_TYPE = "A4150";
    static final String WRONG_ENCODING = "A4151";

    private Codes() {}
}
