package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.engine.view.TargetView;
import java.util.List;
import java.util.Optional;

/** A page of evidence as the interface sends it. */
record Targets(List<TargetView> items, Optional<String> next) {}
