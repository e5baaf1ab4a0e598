package io.spanhouse.deploy.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * What the compiler's parser sees in Java sources: types, lengths of methods, dotted names in code. Parsed and not
 * matched by patterns, so that comments and strings are not taken for code. All sources take a second or two.
 */
final class SourceTree {
    /** A method's first to last line, its comment and annotations left out. */
    record Method(String name, int lines) {}

    /** A dotted name in code such as {@code Thread.sleep}. */
    record Name(String source, long line, String name) {}

    private final List<Method> methods = new ArrayList<>();
    private final List<Name> names = new ArrayList<>();
    private final Set<String> types = new TreeSet<>();

    /** Parses the sources; the result is complete and unchanging afterwards. */
    SourceTree(List<Path> sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                unit.accept(new Scanner(unit, positions), null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Method> methods() {
        return methods;
    }

    List<Name> names() {
        return names;
    }

    /** Simple names of all types, nested ones too. */
    Set<String> types() {
        return types;
    }

    private final class Scanner extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final LineMap lines;
        private final String source;

        Scanner(CompilationUnitTree unit, SourcePositions positions) {
            this.unit = unit;
            this.positions = positions;
            this.lines = unit.getLineMap();
            this.source = House.name(Path.of(unit.getSourceFile().toUri()));
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
            if (!type.getSimpleName().isEmpty()) {
                types.add(type.getSimpleName().toString());
            }
            return super.visitClass(type, null);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
            if (method.getBody() != null) {
                long first = lines.getLineNumber(firstPosition(method));
                long last = lines.getLineNumber(positions.getEndPosition(unit, method.getBody()));
                methods.add(new Method(source + ":" + first + " " + method.getName(), (int) (last - first + 1)));
            }
            return super.visitMethod(method, null);
        }

        @Override
        public @Nullable Void visitMemberSelect(MemberSelectTree select, @Nullable Void unused) {
            long line = lines.getLineNumber(positions.getStartPosition(unit, select));
            names.add(new Name(source, line, select.toString()));
            return super.visitMemberSelect(select, null);
        }

        /** Where the return type stands, or for a constructor where its body opens. */
        private long firstPosition(MethodTree method) {
            return positions.getStartPosition(
                    unit, method.getReturnType() == null ? method.getBody() : method.getReturnType());
        }
    }
}
