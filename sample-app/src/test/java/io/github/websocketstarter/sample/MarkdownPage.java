package io.github.websocketstarter.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param path where it lies
 * @param text its Markdown
 */
record MarkdownPage(Path path, String text) {

	private static final Path ROOT = Path.of("..");

	private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```(\\w*)[^\\n]*\\n(.*?)^ *```\\s*$");

	private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+?) *$");

	private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)[^)]*\\)");

	static final Path DOCS = ROOT.resolve("docs");

	static List<MarkdownPage> all() {
		try (Stream<Path> atRoot = Files.list(ROOT); Stream<Path> inDocs = Files.walk(DOCS)) {
			return Stream.concat(atRoot, inDocs)
				.filter((path) -> path.toString().endsWith(".md"))
				.sorted()
				.map(MarkdownPage::read)
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static MarkdownPage read(Path path) {
		try {
			return new MarkdownPage(path, Files.readString(path));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	List<String> blocks(String language) {
		return BLOCK.matcher(this.text)
			.results()
			.filter((block) -> block.group(1).equals(language))
			.map((block) -> block.group(2))
			.toList();
	}

	/**
	 * Return the targets of the links to other pages, files and headings.
	 */
	List<String> internalLinks() {
		return LINK.matcher(prose())
			.results()
			.map((link) -> link.group(1))
			.filter((target) -> !target.matches("[a-z]+:.*"))
			.toList();
	}

	boolean leadsSomewhere(String link) {
		int hash = link.indexOf('#');
		String file = (hash < 0) ? link : link.substring(0, hash);
		Path target = file.isEmpty() ? this.path : this.path.resolveSibling(file);
		return Files.exists(target) && (hash < 0 || read(target).anchors().contains(link.substring(hash + 1)));
	}

	/**
	 * Return the anchors that GitHub gives the headings.
	 */
	private List<String> anchors() {
		return HEADING.matcher(prose())
			.results()
			.map((heading) -> heading.group(1).toLowerCase(Locale.ROOT))
			.map((heading) -> heading.replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-'))
			.toList();
	}

	/**
	 * Return the text without its fenced blocks.
	 */
	String prose() {
		return BLOCK.matcher(this.text).replaceAll("");
	}

	@Override
	public String toString() {
		return ROOT.relativize(this.path).toString();
	}

}
