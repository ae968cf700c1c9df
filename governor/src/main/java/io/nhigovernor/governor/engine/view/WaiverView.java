package io.nhigovernor.governor.engine.view;

import java.time.Instant;

/** A human's word that a rollout may begin, or be tried again, without what is asked for otherwise. */
public record WaiverView(String by, String reason, Instant given, Instant expires) {}
