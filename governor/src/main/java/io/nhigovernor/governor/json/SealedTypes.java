package io.nhigovernor.governor.json;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets every sealed interface of ours be written with its case's simple name, without annotating the pure floors. */
final class SealedTypes extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
        return sealedRoot(annotated.getRawType()) == null ? super.findPolymorphicTypeInfo(config, annotated) : byName();
    }

    @Override
    public @Nullable TypeResolverBuilder<?> findTypeResolver(
            MapperConfig<?> config, AnnotatedClass annotated, com.fasterxml.jackson.databind.JavaType baseType) {
        return sealedRoot(annotated.getRawType()) == null
                ? super.findTypeResolver(config, annotated, baseType)
                : new StdTypeResolverBuilder().init(byName(), null);
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(Annotated annotated) {
        Class<?> root = sealedRoot(annotated.getRawType());
        if (root == null) {
            return super.findSubtypes(annotated);
        }
        List<NamedType> cases = new ArrayList<>();
        collect(root, cases);
        return cases;
    }

    @Override
    public @Nullable String findTypeName(AnnotatedClass annotated) {
        return sealedRoot(annotated.getRawType()) == null
                ? super.findTypeName(annotated)
                : annotated.getRawType().getSimpleName();
    }

    private static void collect(Class<?> type, List<NamedType> cases) {
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            if (permitted.isSealed()) {
                collect(permitted, cases);
            } else {
                cases.add(new NamedType(permitted, permitted.getSimpleName()));
            }
        }
    }

    /** The topmost sealed interface of ours that {@code type} is or implements, or null. */
    private static @Nullable Class<?> sealedRoot(Class<?> type) {
        if (!type.getName().startsWith("io.nhigovernor.") || type.isEnum()) {
            return null;
        }
        for (Class<?> parent : type.getInterfaces()) {
            Class<?> root = sealedRoot(parent);
            if (root != null) {
                return root;
            }
        }
        return type.isInterface() && type.isSealed() ? type : null;
    }

    private static JsonTypeInfo.Value byName() {
        return JsonTypeInfo.Value.construct(
                JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "type", null, false, null, null);
    }
}
