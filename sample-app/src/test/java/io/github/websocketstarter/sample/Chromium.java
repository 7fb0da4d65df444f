package io.github.websocketstarter.sample;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * Finds and starts the Chromium of this machine, never one from the network.
 */
final class Chromium {

	private Chromium() {
	}

	/**
	 * Start the browser. Without one the tests are skipped, but fail where {@code CI} is
	 * {@code true}.
	 */
	static ChromeDriver start() {
		Path browser = find("CHROME_BIN", "/usr/bin/chromium");
		Path driver = find("CHROMEDRIVER_BIN", "/usr/bin/chromedriver");
		ChromeOptions options = new ChromeOptions();
		options.setBinary(browser.toFile());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--window-size=1200,1000");
		File executable = driver.toFile();
		return new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(executable).build(), options);
	}

	private static Path find(String variable, String usual) {
		@Nullable String said = System.getenv(variable);
		Path path = Path.of((said != null) ? said : usual);
		if (!Files.isExecutable(path)) {
			String problem = "There is no " + path + ": install chromium and chromium-driver, or set " + variable;
			if ("true".equals(System.getenv("CI"))) {
				fail(problem);
			}
			abort(problem);
		}
		return path;
	}

}
