package io.github.websocketstarter.sample;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps the documentation true.
 */
class DocumentationTests {

	private static final Pattern KEY_IN_PROSE = Pattern.compile("(?<=`)websocket\\.[a-z][a-z0-9.-]*[a-z0-9]");

	private static final Pattern KEY_OF_LINE = Pattern.compile("(?m)^websocket\\.[^=\\s]+");

	private static final List<String> keys = readKeys();

	@ParameterizedTest
	@MethodSource("pages")
	void javaCompiles(MarkdownPage page, @TempDir Path output) {
		SnippetCompiler compiler = new SnippetCompiler(output);

		assertThat(page.blocks("java").stream().map(compiler::compile).filter(StringUtils::hasLength))
			.as("errors in %s", page)
			.isEmpty();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void propertiesExist(MarkdownPage page) {
		assertThat(keysIn(page)).as("properties in %s", page).isSubsetOf(keys);
	}

	@ParameterizedTest
	@MethodSource("pages")
	void linksLeadSomewhere(MarkdownPage page) {
		assertThat(page.internalLinks()).as("links in %s", page).allMatch(page::leadsSomewhere);
	}

	@Test
	void propertiesAreDocumented() {
		MarkdownPage page = MarkdownPage.read(MarkdownPage.DOCS.resolve("configuration.md"));

		assertThat(keysIn(page)).containsAll(keys);
	}

	static List<MarkdownPage> pages() {
		return MarkdownPage.all();
	}

	private static List<String> keysIn(MarkdownPage page) {
		Stream<MatchResult> inLines = page.blocks("properties")
			.stream()
			.flatMap((block) -> KEY_OF_LINE.matcher(block).results());
		Stream<MatchResult> inProse = KEY_IN_PROSE.matcher(page.prose()).results();
		return Stream.concat(inLines, inProse).map(MatchResult::group).distinct().toList();
	}

	private static List<String> readKeys() {
		List<String> found = new ArrayList<>();
		try {
			for (URL metadata : Collections.list(DocumentationTests.class.getClassLoader()
				.getResources("META-INF/spring-configuration-metadata.json"))) {
				try (InputStream json = metadata.openStream()) {
					found.addAll(JsonPath.read(json, "$.properties[*].name"));
				}
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return found.stream().filter((key) -> key.startsWith("websocket.")).toList();
	}

}
