package io.nhigovernor.governor.cli;

import java.nio.file.Path;
import java.util.Map;

/** What surrounds one run of a command. */
record Session(Seams seams, Terminal terminal, Map<String, String> environment, Path userHome) {}
