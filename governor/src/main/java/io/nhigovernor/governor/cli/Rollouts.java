package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.engine.view.RolloutSummary;
import java.util.List;
import java.util.Optional;

/** A page of rollouts as the interface sends it. */
record Rollouts(List<RolloutSummary> items, Optional<String> next) {}
