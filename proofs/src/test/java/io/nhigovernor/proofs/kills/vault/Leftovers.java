package io.nhigovernor.proofs.kills.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.connectors.parts.keys.EcKeys;
import io.nhigovernor.connectors.parts.keys.UnusableMaterialException;
import io.nhigovernor.samples.estate.proof.Entry;
import io.nhigovernor.spi.TargetId;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the backends hold once every rotation has ended: of each credential one generation, and what was one is good for nothing. */
record Leftovers(VaultWorld world, Acceptance acceptance) {
    Leftovers(VaultWorld world) {
        this(world, new Acceptance(world.backends()));
    }

    void areNone(Collection<Entry> entries) throws SQLException, UnusableMaterialException {
        for (var part : world.cast().parts()) {
            var now = world.consumers().read(part, part.targets().getFirst());
            var generation =
                    now.generation(acceptance, world.consumers().register(part)).orElseThrow();
            var document = acceptance.document(world.consumers().register(part));
            assertThat(texts(document.path("generations"), "fingerprint"))
                    .as("accepted for %s", part.id())
                    .containsExactly(generation.value());
            for (var target : part.targets()) {
                assertThat(world.consumers().read(part, target))
                        .as("read by %s", target)
                        .isEqualTo(now);
                earlierOnesAreGoodForNothing(target, now);
                nothingElseIsKept(part, target, generation.value(), entries);
            }
            switch (part.kind()) {
                case SECRET -> {}
                case APPROLE -> onlyOneSecretIdIsLeft(part, generation.value(), document);
                case CERTIFICATE -> everyCertificateIsListed(part, document);
                case DATABASE -> onlyOneRoleMayLogIn(part, document);
            }
        }
    }

    private void earlierOnesAreGoodForNothing(TargetId target, Held now) throws SQLException {
        var held = world.consumers().everHeld(target);
        assertThat(held).as("read by %s", target).contains(now);
        for (var earlier : held) {
            assertThat(earlier.works(acceptance))
                    .as("whether %s still takes %s", target, earlier)
                    .isEqualTo(earlier.equals(now));
        }
    }

    /** Neither among the governor's own nor among the versions of what consumers read. */
    private void nothingElseIsKept(Cast.Part part, TargetId target, String generation, Collection<Entry> entries) {
        var folder = "nhi-governor-" + world.cast().world() + "/values/" + target.identity() + "/"
                + part.id().replace("/", "~2f") + "/";
        var attempts = entries.stream().map(Entry::attempt).collect(Collectors.toSet());
        for (var name : names("secret/metadata/" + folder)) {
            if (name.startsWith("attempt-")) {
                assertThat(attempts).as("attempts of the ledger").contains(name.substring("attempt-".length()));
            }
            var kept = acceptance.document(folder + name).path("fingerprint").asText(generation);
            assertThat(kept).as("kept as %s%s", folder, name).isEqualTo(generation);
        }
        var shown = acceptance.document(part.path(target.identity()));
        var path = "/" + part.path(target.identity());
        for (var version : holding("secret/metadata" + path)) {
            assertThat(world.backends()
                            .http()
                            .get("secret/data" + path + "?version=" + version)
                            .data()
                            .path("data"))
                    .as("version %s of %s", version, path)
                    .isEqualTo(shown);
        }
    }

    private List<String> holding(String metadata) {
        return world.backends().http().get(metadata).data().path("versions").properties().stream()
                .filter(version -> !version.getValue().path("destroyed").asBoolean())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** One is good; of all others the register says that they are gone. */
    private void everyCertificateIsListed(Cast.Part part, JsonNode document) throws UnusableMaterialException {
        var live = new TreeSet<String>();
        var all = new TreeSet<String>();
        for (var serial : world.backends().serials()) {
            var kept = world.backends().http().get("pki/cert/" + serial).data();
            var leaf = EcKeys.chain(kept.path("certificate").asText()).getFirst();
            if (isOf(part, leaf)) {
                var plain = leaf.getSerialNumber().toString(16);
                all.add(plain);
                if (acceptance.certificate(leaf)) {
                    live.add(plain);
                }
            }
        }
        assertThat(live).as("certificates of %s", part.name()).isEqualTo(texts(document.path("generations"), "serial"));
        var listed = new TreeSet<>(live);
        for (var gone : document.path("destroyed")) {
            // One that was turned back before it was signed has none.
            if (gone.has("serial")) {
                listed.add(gone.path("serial").asText());
            }
        }
        assertThat(listed).as("listed of %s", part.name()).isEqualTo(all);
    }

    private static boolean isOf(Cast.Part part, X509Certificate leaf) {
        return leaf.getSubjectX500Principal().getName().equals("CN=" + part.name());
    }

    /** One that was registered anew has another accessor than the register noted, and tells its generation itself. */
    private void onlyOneSecretIdIsLeft(Cast.Part part, String generation, JsonNode document) {
        var role = "auth/approle/role/" + part.name() + "/";
        var accessors = names(role + "secret-id");
        assertThat(accessors).as("secret ids of %s", part.name()).hasSize(1);
        var accessor = accessors.iterator().next();
        var told = world.backends()
                .http()
                .must(role + "secret-id-accessor/lookup", Map.of("secret_id_accessor", accessor))
                .data()
                .at("/metadata/generation")
                .asText();
        if (told.isEmpty()) {
            assertThat(texts(document.path("generations"), "accessor")).contains(accessor);
        } else {
            assertThat(told).as("generation of %s", part.name()).isEqualTo(generation);
        }
    }

    private void onlyOneRoleMayLogIn(Cast.Part part, JsonNode document) throws SQLException {
        var open = new TreeSet<String>();
        try (var connection = world.backends().postgres.connect();
                var query = connection.prepareStatement(
                        "SELECT rolname FROM pg_catalog.pg_authid WHERE rolcanlogin AND starts_with(rolname, ?)")) {
            query.setString(1, part.name() + "-");
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    open.add(rows.getString(1));
                }
            }
        }
        assertThat(open).as("roles of %s", part.name()).isEqualTo(texts(document.path("generations"), "username"));
    }

    private Set<String> names(String folder) {
        return world.backends()
                .http()
                .list(folder)
                .data()
                .path("keys")
                .valueStream()
                .map(JsonNode::asText)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> texts(JsonNode nodes, String field) {
        var texts = new ArrayList<String>();
        nodes.forEach(node -> texts.add(node.path(field).asText()));
        return new TreeSet<>(texts);
    }
}
