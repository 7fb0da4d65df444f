package io.github.websocketstarter.sample;

import java.io.File;
import java.nio.file.Path;

import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * Finds and starts the Chromium of this machine, never one from the network.
 */
final class Chromium {

	private Chromium() {
	}

	/**
	 * Start the browser. Certificates that nobody has signed do not bother it.
	 */
	static ChromeDriver start() {
		Path browser = Program.find("chromium", "CHROME_BIN");
		Path driver = Program.find("chromedriver", "CHROMEDRIVER_BIN");
		ChromeOptions options = new ChromeOptions();
		options.setBinary(browser.toFile());
		options.setAcceptInsecureCerts(true);
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--window-size=1200,1000");
		File executable = driver.toFile();
		return new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(executable).build(), options);
	}

}
