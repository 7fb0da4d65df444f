package io.github.websocketstarter.sample;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Compiles the Java blocks of one page, in their order. {@code CONTRIBUTING.md} tells
 * authors what a block may be.
 */
class SnippetCompiler {

	private static final Pattern TYPE = Pattern.compile(
			"(?m)^((public|final|abstract|sealed|non-sealed|static) )*(class|interface|@interface|record|enum) \\w+");

	/**
	 * The sample's package, so that a block can use the sample's types.
	 */
	private static final String PACKAGE = "package %s;".formatted(SnippetCompiler.class.getPackageName());

	private static final String IMPORTS = Stream
		.of("io.github.websocketstarter", "io.github.websocketstarter.broadcast",
				"io.github.websocketstarter.cancellation", "io.github.websocketstarter.endpoint",
				"io.github.websocketstarter.exchange", "java.nio", "java.nio.charset", "java.time", "java.util",
				"java.util.function", "org.reactivestreams", "reactor.core", "reactor.core.publisher",
				"org.springframework.boot", "org.springframework.boot.autoconfigure",
				"org.springframework.context.annotation", "org.springframework.core.annotation",
				"org.springframework.core.io.buffer", "org.springframework.http", "org.springframework.stereotype",
				"org.springframework.web.bind.annotation", "org.springframework.web.reactive",
				"org.springframework.web.reactive.function.server", "org.springframework.web.reactive.handler",
				"org.springframework.web.reactive.socket", "org.springframework.web.server")
		.map("import %s.*;\n"::formatted)
		.collect(Collectors.joining());

	private static final String MEMBERS = "class Snippet {\n%s\n}\n";

	/**
	 * The condition lets a block return a value or not.
	 */
	private static final String STATEMENTS = """
			class Snippet {
				Object run(ServerWebExchange exchange, WebSocketUpgrade upgrade, WebSocketConnection connection,
						WebSocketSession session) throws Exception {
					if (true) {
			%s
					}
					return null;
				}
			}
			""";

	private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

	private final Path output;

	/**
	 * Create a compiler.
	 * @param output takes the classes, which later blocks can use
	 */
	SnippetCompiler(Path output) {
		this.output = output;
	}

	/**
	 * Compile a block.
	 * @return what the compiler says against it, or an empty string
	 */
	String compile(String block) {
		if (TYPE.matcher(block).find()) {
			return compileUnit(block);
		}
		String imports = block.lines().filter(SnippetCompiler::isImport).collect(Collectors.joining("\n"));
		String code = block.lines().filter((line) -> !isImport(line)).collect(Collectors.joining("\n"));
		return Stream.of(MEMBERS, STATEMENTS)
			.map((wrapper) -> compileUnit(imports + wrapper.formatted(code)))
			.min(Comparator.comparing(String::length))
			.orElseThrow();
	}

	private static boolean isImport(String line) {
		return line.startsWith("import ");
	}

	private String compileUnit(String code) {
		String classPath = this.output + System.getProperty("path.separator") + System.getProperty("java.class.path");
		List<String> options = List.of("-proc:none", "-parameters", "-d", this.output.toString(), "-cp", classPath);
		StringWriter messages = new StringWriter();
		boolean success = this.compiler
			.getTask(messages, null, null, options, null, List.of(new Source(PACKAGE + IMPORTS + code)))
			.call();
		return success ? "" : messages + code;
	}

	private static class Source extends SimpleJavaFileObject {

		private final String code;

		Source(String code) {
			super(URI.create("string:///Snippet.java"), Kind.SOURCE);
			this.code = code;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.code;
		}

		@Override
		public boolean isNameCompatible(String simpleName, JavaFileObject.Kind kind) {
			return true;
		}

	}

}
