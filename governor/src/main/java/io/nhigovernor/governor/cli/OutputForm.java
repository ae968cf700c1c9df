package io.nhigovernor.governor.cli;

import picocli.CommandLine.Option;

/** How a command shows what it found. */
final class OutputForm {
    /** For people, or for programs. */
    enum Form {
        text,
        json
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "text",
            description = "text or json (default: text)")
    Form form = Form.text;

    boolean json() {
        return form == Form.json;
    }
}
