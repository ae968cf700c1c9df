package io.nhigovernor.governor.engine.view;

/** An applied document. @param version counts its changes from 1 @param content canonical JSON */
public record DocumentView(String kind, String id, long version, String content) {}
