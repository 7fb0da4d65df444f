package io.github.websocketstarter.sample;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps the documentation true.
 */
class DocumentationTests {

	private static final Pattern KEY_IN_PROSE = Pattern.compile("(?<=`)websocket\\.[a-z][a-z0-9.-]*[a-z0-9]");

	private static final Pattern KEY_OF_LINE = Pattern.compile("(?m)^websocket\\.[^=\\s]+");

	private static final Pattern KEY_OF_ENDPOINT = Pattern.compile("(websocket\\.endpoints)\\.[^.]+\\.(.+)");

	private static final List<String> keys = readKeys();

	private static final List<String> endpointKeys = endpointKeys();

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

	@Test
	void propertiesOfEndpointsAreDocumented() {
		String prose = MarkdownPage.read(MarkdownPage.DOCS.resolve("configuration.md")).prose();

		assertThat(endpointKeys).isNotEmpty()
			.allSatisfy(
					(key) -> assertThat(prose).containsAnyOf("| `websocket." + key + "` | yes |", "| `" + key + "` |"));
	}

	static List<MarkdownPage> pages() {
		return MarkdownPage.all();
	}

	private static List<String> keysIn(MarkdownPage page) {
		Stream<MatchResult> inLines = page.blocks("properties")
			.stream()
			.flatMap((block) -> KEY_OF_LINE.matcher(block).results());
		Stream<MatchResult> inProse = KEY_IN_PROSE.matcher(page.prose()).results();
		return Stream.concat(inLines, inProse)
			.map(MatchResult::group)
			.map(DocumentationTests::withoutEndpoint)
			.distinct()
			.toList();
	}

	/** What is below the name of an endpoint is not in the metadata. */
	private static String withoutEndpoint(String key) {
		Matcher matcher = KEY_OF_ENDPOINT.matcher(key);
		return (matcher.matches() && endpointKeys.contains(matcher.group(2))) ? matcher.group(1) : key;
	}

	private static List<String> endpointKeys() {
		try {
			return keys("", Class.forName("io.github.websocketstarter.autoconfigure.EndpointProperties")).toList();
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Stream<String> keys(String prefix, Class<?> type) {
		return Arrays.stream(type.getRecordComponents()).flatMap((component) -> {
			String key = prefix + DataObjectPropertyName.toDashedForm(component.getName());
			return component.getType().isRecord() ? keys(key + ".", component.getType()) : Stream.of(key);
		});
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
