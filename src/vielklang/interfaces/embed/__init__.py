"""The guide in other people's pages: a search box or a list of offers in a frame, and the script that puts it there."""
