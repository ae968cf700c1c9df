package io.nhigovernor.proofs.kills.vault;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Sixty points of the write-ahead protocol (guarantees §6), chosen where the connector takes several steps for one operation and a
 * death between two of them could leave something behind. The third part of a name is the kind of credential; the fourth, the
 * step that is under way (K2), or was just taken (K3).
 */
final class VaultPoints {
    private static final List<String> SECRET = List.of(
            "K0@STAGE/secret",
            "K8@STAGE/secret",
            "K2@STAGE/secret/keep",
            "K3@STAGE/secret/keep",
            "K9@ADMIT/secret",
            "K2@ADMIT/secret/accept",
            "K3@ADMIT/secret/accept",
            "K3@PROMOTE/secret/pointer",
            "K2@DISABLE/secret/accept",
            "K3@ENABLE/secret/accept",
            "K3@REPOINT/secret/pointer",
            "K5-after@WITHDRAW/secret",
            "K3@DISCARD/secret/destroy",
            "K13@DESTROY/secret");

    private static final List<String> APPROLE = List.of(
            "K1@STAGE/approle",
            "K9@ADMIT/approle",
            "K2@ADMIT/approle/secret-id",
            "K3@ADMIT/approle/secret-id",
            "K3@ADMIT/approle/register",
            "K5-before@ADMIT/approle",
            "K2@PROMOTE/approle/pointer",
            "K3@DISABLE/approle/register",
            "K2@DISABLE/approle/accessor",
            "K3@DISABLE/approle/accessor",
            "K3@ENABLE/approle/secret-id",
            "K3@ENABLE/approle/register",
            "K7@REPOINT/approle",
            "K3@WITHDRAW/approle/accessor",
            "K4@DISCARD/approle",
            "K3@DESTROY/approle/register");

    private static final List<String> CERTIFICATE = List.of(
            "K8@STAGE/certificate",
            "K3@STAGE/certificate/keep",
            "K2@ADMIT/certificate/register",
            "K3@ADMIT/certificate/register",
            "K2@ADMIT/certificate/sign",
            "K3@ADMIT/certificate/sign",
            "K4@ADMIT/certificate",
            "K6@ADMIT/certificate",
            "K2@PROMOTE/certificate/pointer",
            "K3@REPOINT/certificate/pointer",
            "K2@DESTROY/certificate/revoke",
            "K3@DESTROY/certificate/revoke",
            "K3@WITHDRAW/certificate/revoke",
            "K3@WITHDRAW/certificate/register",
            "K2@DISCARD/certificate/destroy");

    private static final List<String> DATABASE = List.of(
            "K13@STAGE/database",
            "K3@ADMIT/database/register",
            "K2@ADMIT/database/rotate",
            "K3@ADMIT/database/rotate",
            "K3@ADMIT/database/login",
            "K5-after@PROMOTE/database",
            "K3@DISABLE/database/register",
            "K3@DISABLE/database/login",
            "K3@ENABLE/database/register",
            "K3@ENABLE/database/login",
            "K3@REPOINT/database/pointer",
            "K3@WITHDRAW/database/login",
            "K3@WITHDRAW/database/rotate",
            "K3@DESTROY/database/login",
            "K2@DESTROY/database/rotate");

    private VaultPoints() {}

    /** Every other one of them all: a world of each half lives beside the other. @param half 0 or 1 */
    static List<String> half(int half) {
        var all = Stream.of(SECRET, APPROLE, CERTIFICATE, DATABASE)
                .flatMap(List::stream)
                .toList();
        return IntStream.range(0, all.size())
                .filter(index -> index % 2 == half)
                .mapToObj(all::get)
                .toList();
    }
}
